package dev.jacobi.transform.program;

import dev.jacobi.lift.request.ValueTree;
import java.util.List;

/** Several arguments that come as one value: where a function takes them and as many tangents, there is no interface for all of them one by one. */
public final class PackedArguments {
    /** A function of more arguments than this has derivatives that take them as one value. */
    public static final int MOST_FLAT = 4;
    private static final String ARGS = "dev/jacobi/Args";

    private PackedArguments() {
    }

    /** The structures of the arguments in a value; null when it is none that holds arguments. */
    static List<ValueTree> trees(ValueTree t) {
        return t instanceof ValueTree.Rec r && r.cls().startsWith(ARGS) ? r.parts() : null;
    }

    /** The structure of arguments as one value. */
    static ValueTree tree(List<ValueTree> args) {
        int n = args.size();
        var names = "abcdefgh".substring(0, n).chars().mapToObj(c -> String.valueOf((char) c)).toList();
        return new ValueTree.Rec(ARGS + n, "(" + "Ljava/lang/Object;".repeat(n) + ")V", names, args);
    }
}
