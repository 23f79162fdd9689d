-- "chain_rentals_of_slice" answers all that this did: whoever asks by provider and slice asks for no closed rental, or for fewer states still.
DROP INDEX "chain_rentals_slice";
