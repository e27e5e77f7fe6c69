"""The settings of a landing zone: what a stack file may say."""
