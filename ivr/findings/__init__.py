"""What did an emergency turn out to be?"""
