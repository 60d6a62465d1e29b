"""Events as charts: one page of HTML, a picture, a summary in Markdown; all from the same figures."""
