// Loops whose trips nearly meet in elements, or do, and their gradients, in both modes: what their StableHLO computes on jaxlib is what the interpreter computes.
package dev.jacobi.cycles;

import dev.jacobi.Fn1;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.Options;
import dev.jacobi.texts.DeviceTexts;
import dev.jacobi.tpu.Lazily;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

class MeetingTripsHloTest {
    private static final double TOLERANCE = 1e-3;
    private final Map<String, Callable<Lowered>> rows = new LinkedHashMap<>();

    private <R> void put(String name, Options mode, Fn1<float[][], R> f) {
        rows.put(name + " " + mode.fp(), () -> Jacobi.lower(Jacobi.jit(f, mode), new Object[] {MethodTable.weights(7, 7)}));
    }

    private <R> void vector(String name, Options mode, Fn1<float[], R> f) {
        rows.put(name + " " + mode.fp(), () -> Jacobi.lower(Jacobi.jit(f, mode), MethodTable.weights(1, 9)[0]));
    }

    private void matrices(Options m) {
        put("sym1", m, MeetingTrips::sym1);
        put("sym1'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.sym1(x))));
        put("sym2", m, MeetingTrips::sym2);
        put("sym2'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.sym2(x))));
        put("sym3", m, MeetingTrips::sym3);
        put("sym3'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.sym3(x))));
        put("sym4", m, MeetingTrips::sym4);
        put("sym4'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.sym4(x))));
        put("sym5", m, MeetingTrips::sym5);
        put("sym5'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.sym5(x))));
        put("anti", m, MeetingTrips::anti);
        put("anti'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.anti(x))));
        put("lowUp", m, MeetingTrips::lowUp);
        put("lowUp'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.lowUp(x))));
        put("inplaceT", m, MeetingTrips::inplaceT);
        put("inplaceT'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.inplaceT(x))));
        put("band", m, MeetingTrips::band);
        put("band'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.band(x))));
    }

    private void vectors(Options m) {
        put("fallsTri", m, MeetingTrips::fallsTri);
        put("fallsTri'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.fallsTri(x))));
        put("fallsOrder", m, MeetingTrips::fallsOrder);
        put("fallsOrder'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.fallsOrder(x))));
        put("idle", m, MeetingTrips::idle);
        put("idle'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.idle(x))));
        put("idle2", m, MeetingTrips::idle2);
        put("idle2'", m, Jacobi.grad((float[][] x) -> MethodTable.half(MeetingTrips.idle2(x))));
        vector("stride", m, MeetingTrips::stride);
        vector("stride'", m, Jacobi.grad((float[] x) -> MethodTable.half(MeetingTrips.stride(x))));
        vector("falls", m, MeetingTrips::falls);
        vector("falls'", m, Jacobi.grad((float[] x) -> MethodTable.half(MeetingTrips.falls(x))));
        vector("falls2", m, MeetingTrips::falls2);
        vector("falls2'", m, Jacobi.grad((float[] x) -> MethodTable.half(MeetingTrips.falls2(x))));
        rows.put("rows " + m.fp(), () -> Jacobi.lower(Jacobi.jit(MeetingTrips::rowsG, m), MethodTable.weights(7, 5), MethodTable.ints(9, 7)));
        rows.put("bins " + m.fp(), () -> Jacobi.lower(Jacobi.jit(MeetingTrips::hist, m), MethodTable.ints(9, 7)));
    }

    @TestFactory
    @Tag("arrays")
    Stream<DynamicTest> meetings() {
        var oracle = Lazily.oracle();
        for (Fp fp : new Fp[] {Fp.FAST, Fp.STRICT}) {
            matrices(Options.DEFAULT.fp(fp));
            vectors(Options.DEFAULT.fp(fp));
        }
        return rows.entrySet().stream().map(r -> DynamicTest.dynamicTest(r.getKey(), () -> new DeviceTexts(r.getKey(), r.getValue().call()).jaxlibFast(oracle.get(), TOLERANCE)))
            .onClose(oracle::stop);
    }
}
