"""The rota as a week on a page: who is planned when, when nobody is, and a form to plan somebody."""
