"""What is generated from the catalogue, the frameworks and the rules: data of the pack, schema, reference pages."""
