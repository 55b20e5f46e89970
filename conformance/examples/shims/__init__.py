"""Programs and modules that stand between an example and the world; they run on their own, without the package."""
