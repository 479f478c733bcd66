"""Reading the spreadsheets that networks really have, and what they would change; and writing one."""
