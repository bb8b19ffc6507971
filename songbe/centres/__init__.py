"""Operations centres: who watches what, and the boards they watch it on."""
