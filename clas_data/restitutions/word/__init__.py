"""What a Word document of the product is made of: styles, fields, tables, its font, its pages."""
