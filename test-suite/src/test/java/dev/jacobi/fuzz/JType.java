// The types of generated programs: Java's primitives and arrays of them.
package dev.jacobi.fuzz;

/** A primitive ({@code rank} 0) or an array of that rank; {@link #PAIR} has no {@code prim}. */
record JType(Prim prim, int rank) {
    /** Java's primitive types, narrow to wide. */
    enum Prim {
        BOOLEAN(boolean.class), BYTE(byte.class), SHORT(short.class), CHAR(char.class), INT(int.class), LONG(long.class),
        FLOAT(float.class), DOUBLE(double.class);

        final Class<?> type;

        Prim(Class<?> type) {
            this.type = type;
        }

        boolean isFloat() {
            return this == FLOAT || this == DOUBLE;
        }

        /** True for the types that Java's arithmetic widens to int. */
        boolean isSmall() {
            return this == BYTE || this == SHORT || this == CHAR;
        }
    }

    /** The record that every program declares. */
    static final JType PAIR = new JType(null, 0);
    static final JType BOOLEAN = of(Prim.BOOLEAN);
    static final JType BYTE = of(Prim.BYTE);
    static final JType SHORT = of(Prim.SHORT);
    static final JType CHAR = of(Prim.CHAR);
    static final JType INT = of(Prim.INT);
    static final JType LONG = of(Prim.LONG);
    static final JType FLOAT = of(Prim.FLOAT);
    static final JType DOUBLE = of(Prim.DOUBLE);

    static JType of(Prim prim) {
        return new JType(prim, 0);
    }

    boolean isArray() {
        return rank > 0;
    }

    JType array() {
        return new JType(prim, rank + 1);
    }

    JType element() {
        return new JType(prim, rank - 1);
    }

    boolean isNumeric() {
        return rank == 0 && prim != null && prim != Prim.BOOLEAN;
    }

    Class<?> javaClass() {
        Class<?> c = prim.type;
        for (int i = 0; i < rank; i++) {
            c = c.arrayType();
        }
        return c;
    }

    /** As written in source. */
    @Override
    public String toString() {
        return prim == null ? "Pair" : prim.type.getName() + "[]".repeat(rank);
    }
}
