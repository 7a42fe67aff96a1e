"""What the language speaks of: types, choices, kinds of subjects, operators. Tables, no passes."""
