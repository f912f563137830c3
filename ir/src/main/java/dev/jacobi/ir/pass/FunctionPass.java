package dev.jacobi.ir.pass;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A pass that looks at one function at a time. */
public interface FunctionPass extends Pass {
    /** The function after this pass; the very same object where it changes nothing. */
    Func run(Func f);

    @Override
    default Module run(Module m) {
        Map<String, Func> funcs = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<String, Func> f : m.funcs().entrySet()) {
            Func now = run(f.getValue());
            changed |= now != f.getValue();
            funcs.put(f.getKey(), now);
        }
        return changed ? new Module(funcs) : m;
    }

    /** The same for one function of a module, the others staying as they are: for passes that establish nothing. */
    default Pass on(String function) {
        return new On(this, function);
    }

    /** A pass on one function only. */
    record On(FunctionPass pass, String function) implements Pass {
        @Override
        public String name() {
            return pass.name();
        }

        @Override
        public Module run(Module m) {
            Func f = m.get(function);
            Func now = pass.run(f);
            if (now == f) {
                return m;
            }
            Map<String, Func> funcs = new LinkedHashMap<>(m.funcs());
            funcs.put(function, now);
            return new Module(funcs);
        }

        @Override
        public Set<Property> requires() {
            return pass.requires();
        }

        @Override
        public Set<Property> keeps() {
            return pass.keeps();
        }

        @Override
        public boolean optional() {
            return pass.optional();
        }
    }
}
