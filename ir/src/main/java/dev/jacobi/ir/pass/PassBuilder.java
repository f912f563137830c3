package dev.jacobi.ir.pass;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A pass made of a method, with what it says of itself: {@code PassBuilder.named("lower").establishes(Property.LOWERED).each(Lower::run)}.
 *
 * @param name the pass's name
 * @param requires see {@link Pass#requires}
 * @param establishes see {@link Pass#establishes}
 * @param keeps see {@link Pass#keeps}
 * @param optional see {@link Pass#optional}
 */
public record PassBuilder(String name, Set<Property> requires, Set<Property> establishes, Set<Property> keeps, boolean optional) {
    /** Of a pass that requires, establishes and keeps nothing, and must not be left out. */
    public static PassBuilder named(String name) {
        return new PassBuilder(name, Set.of(), Set.of(), Set.of(), false);
    }

    public PassBuilder requires(Property... p) {
        return new PassBuilder(name, Set.of(p), establishes, keeps, optional);
    }

    public PassBuilder establishes(Property... p) {
        return new PassBuilder(name, requires, Set.of(p), keeps, optional);
    }

    public PassBuilder keeps(Property... p) {
        return new PassBuilder(name, requires, establishes, Set.of(p), optional);
    }

    /** The pass may be left out. */
    public PassBuilder mayBeLeftOut() {
        return new PassBuilder(name, requires, establishes, keeps, true);
    }

    /** The pass that does this to each function. */
    public FunctionPass each(UnaryOperator<Func> change) {
        return new OfFunctions(this, change);
    }

    /** The pass that does this to a module. */
    public Pass all(UnaryOperator<Module> change) {
        return new OfModule(this, change);
    }

    /** What a pass says of itself, as it was said here. */
    private abstract static class Built implements Pass {
        private final PassBuilder says;

        Built(PassBuilder says) {
            this.says = says;
        }

        @Override
        public String name() {
            return says.name;
        }

        @Override
        public Set<Property> requires() {
            return says.requires;
        }

        @Override
        public Set<Property> establishes() {
            return says.establishes;
        }

        @Override
        public Set<Property> keeps() {
            return says.keeps;
        }

        @Override
        public boolean optional() {
            return says.optional;
        }
    }

    private static final class OfFunctions extends Built implements FunctionPass {
        private final UnaryOperator<Func> change;

        OfFunctions(PassBuilder says, UnaryOperator<Func> change) {
            super(says);
            this.change = change;
        }

        @Override
        public Func run(Func f) {
            return change.apply(f);
        }
    }

    private static final class OfModule extends Built {
        private final UnaryOperator<Module> change;

        OfModule(PassBuilder says, UnaryOperator<Module> change) {
            super(says);
            this.change = change;
        }

        @Override
        public Module run(Module m) {
            return change.apply(m);
        }
    }
}
