package dev.jacobi.llvm.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** The metadata nodes of a module under construction, by their numbers. */
final class Metadata {
    private final List<String> nodes = new ArrayList<>();
    private final Map<String, Integer> shared = new HashMap<>();

    /** The number of a node with this content, which may be set once more. */
    int add(String content) {
        nodes.add(content);
        return nodes.size() - 1;
    }

    void set(int id, String content) {
        nodes.set(id, content);
    }

    /** The number of the one node with this content. */
    int shared(String content) {
        return shared.computeIfAbsent(content, this::add);
    }

    /** A text with all nodes that it refers to, by way of others too, where nodes have numbers in the order in which they are met: the same for texts that say the same. */
    String shape(String text) {
        var order = new ArrayList<Integer>();
        var numbers = new HashMap<Integer, Integer>();
        IntUnaryOperator number = id -> numbers.computeIfAbsent(id, k -> {
            order.add(k);
            return order.size() - 1;
        });
        var sb = new StringBuilder();
        renumber(text, number, sb);
        for (int k = 0; k < order.size(); k++) {
            renumber(nodes.get(order.get(k)), number, sb);
            sb.append('\n');
        }
        return sb.toString();
    }

    /** The definitions of all nodes. Some may be of functions that were left out again; LLVM drops them, which takes less than looking through all texts for what they refer to. */
    String definitions() {
        var sb = new StringBuilder();
        for (int id = 0; id < nodes.size(); id++) {
            if (!nodes.get(id).isEmpty()) {
                sb.append('!').append(id).append(" = ").append(nodes.get(id)).append('\n');
            }
        }
        return sb.toString();
    }

    /** Copies the text to {@code to} with {@code !5} as {@code !} and what {@code number} makes of 5. */
    private static void renumber(String text, IntUnaryOperator number, StringBuilder to) {
        int from = 0;
        for (int at = text.indexOf('!'); at >= 0; at = text.indexOf('!', at + 1)) {
            // digits are read by hand: each access to an array has some, and a compiler that has just started interprets the JDK's code for it
            int end = at + 1;
            int id = 0;
            for (; end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9'; end++) {
                id = 10 * id + text.charAt(end) - '0';
            }
            if (end == at + 1) {
                continue;
            }
            int n = number.applyAsInt(id);
            to.append(text, from, at + 1).append(n);
            from = end;
        }
        to.append(text, from, text.length());
    }
}
