"""What people see: widgets show and signal, a presenter joins them to casework."""
