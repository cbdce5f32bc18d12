"""坐标文本: boundary points written as text, read into rings of numbers and written again."""
