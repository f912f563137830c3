// Makes a failing program small: takes out statements, and puts simple expressions in place of others, as long as it still fails.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Works on the tree in place. */
final class Shrinker {
    private final Node root;
    private final Predicate<String> fails;
    private int attempts;

    private Shrinker(Node root, Predicate<String> fails, int attempts) {
        this.root = root;
        this.fails = fails;
        this.attempts = attempts;
    }

    /** Shrinks; {@code fails} says whether a source still shows the failure (false when it does not compile). */
    static String shrink(Node root, Predicate<String> fails, int attempts) {
        Shrinker s = new Shrinker(root, fails, attempts);
        boolean smaller = true;
        while (smaller && s.attempts > 0) {
            smaller = s.statements(root);
            smaller |= s.expressions(root);
        }
        return root.toString();
    }

    private boolean statements(Node node) {
        boolean smaller = false;
        for (int i = node.parts.size() - 1; i >= 0; i--) {
            if (!(node.parts.get(i) instanceof Node child)) {
                continue;
            }
            if (child.kind == Node.Kind.STMT && (replace(node, i, "") || unwrap(node, i, child))) {
                smaller = true;
            } else {
                smaller |= statements(child);
            }
        }
        return smaller;
    }

    /** Puts the body of a compound statement in its place. */
    private boolean unwrap(Node parent, int at, Node child) {
        List<Node> bodies = new ArrayList<>();
        for (Object part : child.parts) {
            if (part instanceof Node n && n.kind == Node.Kind.OTHER) {
                bodies.add(n);
            }
        }
        for (Node body : bodies) {
            if (replace(parent, at, body)) {
                return true;
            }
        }
        return false;
    }

    private boolean expressions(Node node) {
        boolean smaller = false;
        for (int i = 0; i < node.parts.size(); i++) {
            if (!(node.parts.get(i) instanceof Node child)) {
                continue;
            }
            if (child.kind == Node.Kind.EXPR && child.type != null && !isAtom(child)) {
                smaller |= simplify(node, i, child);
            }
            if (node.parts.get(i) instanceof Node now) {
                smaller |= expressions(now);
            }
        }
        return smaller;
    }

    private static boolean isAtom(Node n) {
        return n.parts.size() == 1 && n.parts.get(0) instanceof String s && s.length() < 8;
    }

    private boolean simplify(Node parent, int at, Node child) {
        List<Object> choices = new ArrayList<>();
        if (child.type.rank() == 0) {
            choices.add(Node.expr(child.type, child.type.prim() == JType.Prim.BOOLEAN ? "true" : "1"));
            choices.add(Node.expr(child.type, child.type.prim() == JType.Prim.BOOLEAN ? "false" : "(" + child.type + ") 0"));
        }
        for (Object part : child.parts) {
            if (part instanceof Node n && n.kind == Node.Kind.EXPR && child.type.equals(n.type)) {
                choices.add(n);
            }
        }
        for (Object choice : choices) {
            if (replace(parent, at, choice)) {
                return true;
            }
        }
        return false;
    }

    private boolean replace(Node parent, int at, Object by) {
        if (attempts-- <= 0) {
            return false;
        }
        Object old = parent.parts.set(at, by);
        if (fails.test(root.toString())) {
            return true;
        }
        parent.parts.set(at, old);
        return false;
    }
}
