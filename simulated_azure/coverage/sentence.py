"""What is stored without a rule, in one sentence for a person."""

from collections.abc import Mapping

LIST = "`python -m simulated_azure world --plain`"
_NAMED = 6  # properties by name; more are counted, and listed by the command


def sentence(stored: Mapping[str, tuple[str, ...]]) -> str:
    """Types without any rule by name, properties by name while they are few.

    Args:
        stored: type -> its properties that are stored plainly; none for a type without any rule. Not empty.
    """
    types = [arm_type for arm_type, names in stored.items() if not names]
    partly = {arm_type: names for arm_type, names in stored.items() if names}
    count = sum(map(len, partly.values()))
    parts = [f"the whole of {arm_type}" for arm_type in types]
    if count > _NAMED:
        parts.append(f"{count} properties of {len(partly)} types ({LIST} names them)")
    else:
        parts += [f"{', '.join(names)} of {arm_type}" for arm_type, names in partly.items()]
    return (
        f"Simulated Azure stored as written, without any rule: {'; '.join(parts)}. "
        "What Azure refuses, completes or changes there does not show."
    )
