// SIP in a browser: the operator's telephone.
import * as JsSIP from "jssip";

globalThis.JsSIP = JsSIP;
