package dev.jacobi.autodiff.vjp;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reverse mode: the function's results together with the gradient of a weighted sum of them. This file says which passes that takes, and in which order. All
 * of them work on one function of the module, which has the name of the result from the beginning; each leaves a program that computes what the entry does, until
 * the last one adds the gradients. What is dead afterwards, or computed twice, the simplifier removes, with which every back end begins.
 */
public final class Vjp {
    private Vjp() {
    }

    /**
     * The passes that add {@code vjp(entry)} to a module: its inputs are those of the entry and then a cotangent per floating output; its outputs are those of
     * the entry and then a gradient per active input.
     */
    public static PassPipeline pass(String entry, List<Boolean> active) {
        return pass(entry, active, "vjp(" + entry + ")", true);
    }

    /** The same under another name; {@code check} asks whether derivatives would be lost in bit patterns. */
    static PassPipeline pass(String entry, List<Boolean> active, String name, boolean check) {
        return PassPipeline.named("vjp").from(Property.DIFFERENTIABLE)
            .then(step("prepare", m -> Prepare.run(m, entry, active, name, check)))     // the entry under its new name, calls inlined
            .then(step("selected-terms", m -> SelectedTerms.run(m, active, name)))      // what a loop chooses among its terms is computed behind it
            .then(step("checkpoint", m -> Checkpoints.run(m, entry, active, name)))     // long loops run in chunks that can run again
            .then(step("repeated-reads", m -> RepeatedReads.run(m, active, name)))      // nests read copies of arrays that are others afterwards
            .then(step("trip-adjoints", m -> TripAdjoints.run(m, entry, active, name))) // trips that only add, with loops of any length inside, are reversed one by one
            .then(step("normalise", m -> Normalise.run(m, active, name)))               // what has no rule becomes what has one
            .then(step("adjoint", m -> TripAdjoints.inlined(Adjoint.run(m, active, name), name))); // the rules: tapes in the forward part, then the backward part
    }

    private static Pass step(String name, UnaryOperator<Module> change) {
        return PassBuilder.named(name).requires(Property.DIFFERENTIABLE).keeps(Property.DIFFERENTIABLE).all(change);
    }

    /**
     * The module with {@code vjp(entry)}, as {@link #pass} says.
     *
     * @throws IllegalArgumentException when an active input is not floating, or there is not one flag per input
     */
    public static Module of(Module m, String entry, List<Boolean> active) {
        return pass(entry, active).run(m);
    }

    /** The module with another function in place of one, or with one more. */
    static Module with(Module m, String name, Func f) {
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(name, f);
        return new Module(funcs);
    }
}
