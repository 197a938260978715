// Can everybody use our pages? For the tests alone: no page of ours loads it.
import axe from "axe-core";

globalThis.axe = axe;
