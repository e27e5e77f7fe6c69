"""Reliability of the landing zone under faults: replayed in this process by the thousand, and under the real engine."""
