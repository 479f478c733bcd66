"""What somebody asks for, which listed skills that means, and who has them."""
