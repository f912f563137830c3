package dev.jacobi.transform;

import dev.jacobi.backend.Dump;
import dev.jacobi.backend.FunctionCompiler;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.classes.Freshness;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Printer;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.lift.FunctionLifter;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.DebugSite;
import dev.jacobi.lift.request.FunctionRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.options.Options;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.program.DividedProgram;
import dev.jacobi.transform.program.MeshMarks;
import dev.jacobi.transform.program.ParameterTypes;
import dev.jacobi.transform.program.ProgramSession;
import dev.jacobi.transform.program.ProgramSharding;
import dev.jacobi.transform.program.SourceLines;
import dev.jacobi.transform.program.Structures;
import dev.jacobi.transform.program.Transforms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes the programs for one function: base functions are lifted, words transformed. */
final class FunctionPrograms implements ProgramSession {
    private final FunctionCompiler compiler;
    private final DebugSites debug;
    private final Class<?> home;
    private final boolean raise;
    private final TransformEngine.Settings settings;
    private final boolean marked;
    private final ClassSource classes;
    private final Map<Made, Program> made = new LinkedHashMap<>();
    private final Dump dump;
    private final SeenFields fields;
    private final NamedAxes axes = new NamedAxes();
    private int names;
    /** Whether a mesh of a plugin's devices has been met in a program that is made for others. */
    private boolean onDevices;
    /** Whether one of simulated devices has been met that divides whole arrays. */
    private boolean onSimulated;

    /** A program is one of a function, of its arguments, and of the axes that its collectives are over. */
    private record Made(PlanCache.Key key, Map<String, Dim> axes) {
    }

    /** {@code marked}: the programs keep what is said in them of how arrays lie on meshes, which those for a plugin's devices do in any case. */
    FunctionPrograms(TransformEngine engine, Class<?> home, boolean raise, TransformEngine.Settings settings, boolean marked, Freshness made, Dump dump) {
        this.compiler = engine.compiler();
        this.debug = engine.debug();
        this.marked = marked || settings.backend() == Options.Backend.TPU;
        this.dump = dump;
        this.fields = new SeenFields(new StaticObjects(EngineLoader.of(home)), made);
        this.home = home;
        this.raise = raise;
        this.settings = settings;
        this.classes = InitializerView.below(compiler.classes(EngineLoader.of(home), made));
    }

    @Override
    public ClassSource classes() {
        return classes;
    }

    @Override
    public PassManager passes() {
        return compiler.passes(dump);
    }

    @Override
    public String unique(String name) {
        return name + "#" + ++names;
    }

    @Override
    public <T> T within(String axis, Dim lanes, Supplier<T> work) {
        return axes.within(axis, lanes, work);
    }

    @Override
    public Dim lanes(String axis) {
        return axes.lanes(axis);
    }

    @Override
    public Program program(ValueTree function, List<ValueTree> args) {
        var key = new Made(new PlanCache.Key(function, args), axes.inForce());
        Program p = made.get(key);
        if (p == null) {
            p = function instanceof ValueTree.Word w ? new Transforms(this).apply(w.transformation(), w, args) : lifted(function, args);
            onDevices |= settings.backend() != Options.Backend.TPU && ProgramSharding.isOnDevices(p);
            onSimulated |= settings.backend() != Options.Backend.TPU && DividedProgram.isFor(p);
            Module m = marked ? p.module() : MeshMarks.without(p.module());
            Verifier.verify(m);
            p = p.with(compiler.transformable(m, raise, settings.fast(), settings.backend(), dump));
            made.put(key, p);
        }
        return p;
    }

    /** Whether a mesh of a plugin's devices has been met in a program that is made for others. */
    boolean onDevices() {
        return onDevices;
    }

    /** Whether a mesh of simulated devices has been met that divides whole arrays. */
    boolean onSimulated() {
        return onSimulated;
    }

    /** The programs before and after each transformation, from the inside out, as text. */
    String steps() {
        var out = new StringBuilder();
        made.forEach((m, p) -> out.append("// ").append(Structures.text(m.key().function())).append('\n').append(Printer.print(p.entry(), p.main())).append('\n'));
        return out.toString();
    }

    /** The program of a function that has a mesh of simulated devices in it, as these run it; null where nothing of the mesh is left in the end, or what {@code shardMap} divides is in it. */
    DividedProgram divided(ValueTree.Word function, List<ValueTree> args) {
        Program whole = program(function, args);
        if (!DividedProgram.isFor(whole)) {
            return null;
        }
        DividedProgram d = DividedProgram.of(this, whole.with(compiler.withoutRules(whole.module(), dump)), function);
        Module m = MeshMarks.without(d.program().module());
        Verifier.verify(m);
        return d.with(compiler.transformable(m, raise, settings.fast(), settings.backend(), dump));
    }

    private Program lifted(ValueTree function, List<ValueTree> args) {
        if (function instanceof ValueTree.Fun f) {
            ParameterTypes.check(f, args, SourceLines.of(classes, f));
        }
        Program p = FunctionLifter.lift(new FunctionRequest(classes, function, args, this));
        dump.write("lifted", "ir", dump.active() ? p.module().toString() : "");
        return p.with(compiler.withMath(p.module(), settings.fast(), dump));
    }

    @Override
    public Transformation transformation(String method, String desc, List<Object> constants) {
        return TransformationOfCall.of(method, desc, constants);
    }

    @Override
    public String callback(DebugSite site) {
        return debug.name(site);
    }

    @Override
    public ValueTree constant(String owner, String name) {
        return new StaticObjects(EngineLoader.of(home)).function(owner, name);
    }

    @Override
    public ValueTree array(Lifted.Source.Static field) {
        return fields.array(field);
    }

    @Override
    public Object numbers(Lifted.Source.Static field) {
        return fields.numbers(field);
    }

    @Override
    public Presence presence(Lifted.Source.Static field) {
        return fields.presence(field);
    }

    @Override
    public Receiver receiver(Lifted.Source.Static object) {
        return new StaticObjects(EngineLoader.of(home)).receiver(object);
    }
}
