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

    private record OfFunctions(PassBuilder says, UnaryOperator<Func> change) implements FunctionPass {
        @Override
        public String name() {
            return says.name;
        }

        @Override
        public Func run(Func f) {
            return change.apply(f);
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

    private record OfModule(PassBuilder says, UnaryOperator<Module> change) implements Pass {
        @Override
        public String name() {
            return says.name;
        }

        @Override
        public Module run(Module m) {
            return change.apply(m);
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
}
