"""Attack forms: incidents with perpetrators, targets, victims, weapons, as MUC-4's templates have them."""
