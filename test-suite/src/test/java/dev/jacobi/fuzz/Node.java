// The syntax tree of a generated program: text with holes, so that the shrinker can take parts out without knowing Java.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Text and child nodes in order. {@code type} is the static type of an expression, else null. */
final class Node {
    enum Kind {
        EXPR, STMT,
        /** Anything whose removal makes no sense by itself: bodies, methods, the class. */
        OTHER
    }

    final Kind kind;
    final JType type;
    final List<Object> parts;

    private Node(Kind kind, JType type, List<Object> parts) {
        this.kind = kind;
        this.type = type;
        this.parts = parts;
    }

    static Node expr(JType type, Object... parts) {
        return new Node(Kind.EXPR, type, new ArrayList<>(List.of(parts)));
    }

    static Node stmt(Object... parts) {
        return new Node(Kind.STMT, null, new ArrayList<>(List.of(parts)));
    }

    static Node other(List<?> parts) {
        return new Node(Kind.OTHER, null, new ArrayList<>(parts));
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder();
        append(b);
        return b.toString();
    }

    private void append(StringBuilder b) {
        for (Object part : parts) {
            if (part instanceof Node n) {
                n.append(b);
            } else {
                b.append(part);
            }
        }
    }
}
