package dev.jacobi.dispatch;

import dev.jacobi.lift.Lifted;

/** Looks at a program before time is spent on it; throws why no code shall be made of it. */
interface Gate {
    /** Lets every program pass. */
    Gate OPEN = new Gate() {
        @Override
        public void lifted(Lifted program) {
        }

        @Override
        public void raised(Lifted program) {
        }
    };

    /** The program as the lifter gives it. */
    void lifted(Lifted program);

    /** The program as the back end for the CPU gets it. */
    void raised(Lifted program);
}
