package dev.jacobi.roofline;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn5;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.options.Options;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.texts.DeviceTexts;
import dev.jacobi.tpu.LiftedPrograms;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A raised program with its inputs: a method, or value and gradient of a function. */
record Subject(String name, Module module, String entry, List<Tensor> inputs, boolean fast) {
    static Subject of(OrdinaryMethods.Plain p, boolean fast) {
        Lifted l = new OnDemandCompiler(Options.defaults().with(Options.Backend.INTERP).withFast(fast), OnDemandCompiler.Stage.RAISED).compile(p.method()).lifted();
        var in = new ArrayList<Tensor>();
        List<Var> inputs = l.module().get(l.entry()).in();
        for (int k = 0; k < inputs.size(); k++) {
            Lifted.Source s = l.inputs().get(k);
            if (s instanceof Lifted.Source.Arg a && a.path().isEmpty()) {
                in.add(LiftedPrograms.tensor(inputs.get(k).type(), p.arguments()[a.index()]));
            } else if (s instanceof Lifted.Source.Rows r) {
                in.add(Tensor.of(IntStream.range(0, in.get(r.array()).dims()[0]).toArray()));
            } else {
                throw new IllegalArgumentException(p.name() + " takes " + s);
            }
        }
        return new Subject(p.name(), l.module(), l.entry(), in, fast);
    }

    @SuppressWarnings("unchecked")
    static Subject of(OrdinaryMethods.Loss p, boolean fast) {
        var o = dev.jacobi.Options.DEFAULT.fp(fast ? Fp.FAST : Fp.STRICT);
        Object[] a = p.arguments();
        Fn f = p.function();
        Lowered l = f instanceof Fn1<?, ?> g ? Jacobi.lower(Jacobi.jit(Jacobi.valueAndGrad((Fn1<Object, Object>) g, p.by()), o), a[0])
            : f instanceof Fn2<?, ?, ?> g ? Jacobi.lower(Jacobi.jit(Jacobi.valueAndGrad((Fn2<Object, Object, Object>) g, p.by()), o), a)
            : f instanceof Fn3<?, ?, ?, ?> g ? Jacobi.lower(Jacobi.jit(Jacobi.valueAndGrad((Fn3<Object, Object, Object, Object>) g, p.by()), o), a)
            : Jacobi.lower(Jacobi.jit(Jacobi.valueAndGrad((Fn5<Object, Object, Object, Object, Object, Object>) f, p.by()), o), a);
        LiftedPrograms lifted = new DeviceTexts("gradient of " + p.name(), l).lifted();
        return new Subject("d " + p.name(), lifted.module(), lifted.entry(), lifted.inputs(), fast);
    }
}
