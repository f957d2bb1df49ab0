"""What the portal does: functions over a context, the same for the API and for the pages."""
