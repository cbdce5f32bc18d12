"""The law and the arithmetic of 卫片执法: pure values in, pure values out."""
