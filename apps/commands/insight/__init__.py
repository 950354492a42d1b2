"""What runs teach: whether knowledge still holds, what fails often, what one may want again."""
