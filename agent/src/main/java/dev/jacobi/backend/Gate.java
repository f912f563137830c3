package dev.jacobi.backend;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;

/** Looks at a program before time is spent on it; throws why no code shall be made of it. */
public interface Gate {
    /** Lets every program pass. */
    Gate OPEN = new Gate() {
        @Override
        public void lifted(Lifted program) {
        }

        @Override
        public void raised(Lifted program, boolean fast) {
        }

        @Override
        public long mostLifted() {
            return Long.MAX_VALUE;
        }

        @Override
        public Refusal tooMuch() {
            throw new IllegalStateException("there is no limit");
        }
    };

    /** The program as the lifter gives it. */
    void lifted(Lifted program);

    /** The program as the back end for the CPU gets it; {@code fast}: whether reals may be rounded otherwise. */
    void raised(Lifted program, boolean fast);

    /** How many equations lifting it may make, those of attempts that are dropped included. */
    long mostLifted();

    /** Why no code is made of it when that is not enough. */
    Refusal tooMuch();
}
