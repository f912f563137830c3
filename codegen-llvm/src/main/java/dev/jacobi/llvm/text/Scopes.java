package dev.jacobi.llvm.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Alias scopes of one function: accesses to different roots never touch the same memory, and LLVM is told so. What a scope says holds for one
 * call of the function. A loop around the call may give the same memory to another root in its next trip (buffers that are exchanged), so a
 * function that LLVM may put into its callers has to {@link #declare} its scopes: LLVM then makes new ones wherever it copies the body.
 */
public final class Scopes {
    /**
     * Roots that LLVM is told about in one function. Each names all others, so text and LLVM's work would grow with the square of their number; of
     * further ones nothing is said, which is always true.
     */
    private static final int MOST = 64;
    private final ModuleText out;
    private final int domain;
    private final List<Integer> scopes = new ArrayList<>();
    private final List<Integer> own = new ArrayList<>();
    private final List<Integer> others = new ArrayList<>();

    public Scopes(ModuleText out) {
        this.out = out;
        domain = out.reserveNode();
        out.setNode(domain, "distinct !{!" + domain + "}");
    }

    /** A new root; -1 when there are enough of them. */
    public int fresh() {
        if (scopes.size() == MOST) {
            return -1;
        }
        int scope = out.reserveNode();
        out.setNode(scope, "distinct !{!" + scope + ", !" + domain + "}");
        scopes.add(scope);
        own.add(out.node("!{!" + scope + "}"));
        others.add(out.reserveNode());
        return scopes.size() - 1;
    }

    /** What to append to an access of the root. */
    public String tag(int root) {
        return root < 0 ? "" : ", !alias.scope !" + own.get(root) + ", !noalias !" + others.get(root);
    }

    /** Says at the function's start that the scopes begin there. */
    public void declare(FnText fn) {
        for (int node : own) {
            fn.lineAtEntry("call void " + out.declare("void", "llvm.experimental.noalias.scope.decl", "(metadata)") + "(metadata !" + node + ")");
        }
    }

    /** Fills in the lists of the other roots; call once at the function's end. */
    public void finish() {
        for (int r = 0; r < scopes.size(); r++) {
            var list = new ArrayList<String>();
            for (int s = 0; s < scopes.size(); s++) {
                if (s != r) {
                    list.add("!" + scopes.get(s));
                }
            }
            out.setNode(others.get(r), "!{" + String.join(", ", list) + "}");
        }
    }
}
