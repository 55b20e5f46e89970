"""What drivers in Python share. It needs the standard library alone, since it runs where the SDK under test lives."""
