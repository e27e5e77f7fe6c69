"""The azure-native resource plugin, over the simulated Azure instead of Microsoft's."""
