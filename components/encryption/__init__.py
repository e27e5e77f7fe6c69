"""Key Vault and customer-managed keys."""

from components.encryption.args import EncryptionArgs, EncryptionKeyArgs
from components.encryption.component import Encryption

__all__ = ["Encryption", "EncryptionArgs", "EncryptionKeyArgs"]
