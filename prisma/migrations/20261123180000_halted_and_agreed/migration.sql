-- A value that is new in an enum can be used only after the transaction that added it: hence two migrations.
ALTER TYPE "RentalState" ADD VALUE 'HALTED' BEFORE 'ENDED';
ALTER TYPE "CloseReason" ADD VALUE 'AGREED';
