"""文书: content becomes paper (.docx, .pdf, .xlsx)."""
