package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arrays that are used later, as a walk backwards sees them; those that may be the same memory as a given one are found without a look at all others. */
final class Live {
    private final Aliases aliases;
    /** What is live around the region; nothing of it ends inside. */
    private final Live around;
    private final Set<Var> all;
    private final Map<Var, Set<Var>> byGroup = new HashMap<>();

    Live(Aliases aliases) {
        this.aliases = aliases;
        around = null;
        all = new HashSet<>();
    }

    private Live(Live around) {
        aliases = around.aliases;
        this.around = around;
        all = new HashSet<>(around.all);
    }

    /** For a region: what is live behind it is live in it. */
    Live inner() {
        return new Live(this);
    }

    Set<Var> all() {
        return all;
    }

    void addAll(Collection<Var> vars) {
        for (Var v : vars) {
            if (all.add(v)) {
                byGroup.computeIfAbsent(aliases.group(v), g -> new HashSet<>()).add(v);
            }
        }
    }

    /** The variables are defined here, in this region. */
    void removeAll(Collection<Var> vars) {
        for (Var v : vars) {
            if (all.remove(v)) {
                byGroup.getOrDefault(aliases.group(v), Set.of()).remove(v);
            }
        }
    }

    /** The live arrays among which are all that may share memory with this one. */
    List<Var> relatives(Var v) {
        Var group = aliases.group(v);
        var out = new ArrayList<Var>();
        for (Live l = this; l != null; l = l.around) {
            out.addAll(l.byGroup.getOrDefault(group, Set.of()));
        }
        return out;
    }
}
