"""What the azure-native SDK says about its resource types: ids, inputs, outputs and their ARM shapes."""
