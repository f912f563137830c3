package dev.jacobi.ir.pass;

import dev.jacobi.ir.Module;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Passes in order, under a name; itself a pass, so that pipelines nest. It is written as a table of contents:
 *
 * <pre>{@code PassPipeline.named("cpu").then(Lower.pass()).then(Bufferise.views()).when(threads > 1, PrefixBlocks.pass(fast, false)).to(Property.LOWERED)}</pre>
 *
 * What a pass requires has to hold where the pass stands: because a pass before it has established it and those between keep it, or because it
 * {@link #from holds at the beginning}. Otherwise the pipeline is not built.
 */
public final class PassPipeline implements Pass {
    private final String name;
    private final List<Pass> passes = new ArrayList<>();
    private final Set<Property> required = EnumSet.noneOf(Property.class);
    private final Set<Property> holding = EnumSet.noneOf(Property.class);
    private final Set<Property> kept = EnumSet.allOf(Property.class);

    private PassPipeline(String name) {
        this.name = name;
    }

    /** A pipeline without passes yet. */
    public static PassPipeline named(String name) {
        return new PassPipeline(name);
    }

    /** What holds of the programs that the pipeline is given, which it therefore requires. To be said before the first pass. */
    public PassPipeline from(Property... properties) {
        if (!passes.isEmpty()) {
            throw new IllegalStateException("what holds before the pipeline " + name + " is said before its passes");
        }
        Collections.addAll(required, properties);
        Collections.addAll(holding, properties);
        return this;
    }

    /**
     * The pass comes next.
     *
     * @throws IllegalStateException when something that it requires does not hold here
     */
    public PassPipeline then(Pass pass) {
        need(pass.requires(), pass.name() + " needs ");
        holding.retainAll(pass.keeps());
        holding.addAll(pass.establishes());
        kept.retainAll(pass.keeps());
        passes.add(pass);
        return this;
    }

    /** The pass comes next if the condition is true. */
    public PassPipeline when(boolean condition, Pass pass) {
        return condition ? then(pass) : this;
    }

    /**
     * What holds in the end, as those rely on it who take the result.
     *
     * @throws IllegalStateException when it does not
     */
    public PassPipeline to(Property... properties) {
        return to(Set.of(properties));
    }

    /** The same for a set. */
    public PassPipeline to(Set<Property> properties) {
        need(properties, "its result needs ");
        return this;
    }

    /** Whether what the pass requires holds here, so that it may come next. */
    public boolean takes(Pass pass) {
        return holding.containsAll(pass.requires());
    }

    /** The same without those of the optional passes that {@code leftOut} is true for, also in pipelines inside. */
    public PassPipeline without(Predicate<Pass> leftOut) {
        PassPipeline p = named(name).from(required.toArray(new Property[0]));
        for (Pass pass : passes) {
            if (pass instanceof PassPipeline inner) {
                p.then(inner.without(leftOut));
            } else if (!pass.optional() || !leftOut.test(pass)) {
                p.then(pass);
            }
        }
        return p;
    }

    private void need(Set<Property> properties, String who) {
        for (Property p : properties) {
            if (!holding.contains(p)) {
                throw new IllegalStateException("in the pipeline " + name + " " + who + p + ", but of it " + holding + " holds only, after " + passes.stream().map(Pass::name).toList());
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** The passes in order. */
    public List<Pass> passes() {
        return Collections.unmodifiableList(passes);
    }

    /** Runs the passes without a look at what they do; {@link PassManager} looks. */
    @Override
    public Module run(Module m) {
        return PassManager.quiet().run(this, m);
    }

    @Override
    public Set<Property> requires() {
        return Collections.unmodifiableSet(required);
    }

    @Override
    public Set<Property> establishes() {
        return Collections.unmodifiableSet(holding);
    }

    @Override
    public Set<Property> keeps() {
        return Collections.unmodifiableSet(kept);
    }

    @Override
    public boolean optional() {
        return passes.stream().allMatch(Pass::optional);
    }
}
