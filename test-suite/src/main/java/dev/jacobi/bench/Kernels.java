// JMH: some of the demo's kernels over a range of sizes, plain and under the agent.
package dev.jacobi.bench;

import dev.jacobi.demo.kernels.BlackScholes;
import dev.jacobi.demo.kernels.MatMulFlat;
import dev.jacobi.demo.kernels.NBody;
import dev.jacobi.demo.kernels.Saxpy;
import dev.jacobi.harness.Fork;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/** {@code main} runs the benchmarks without the agent and with it ({@code policy=always}). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Kernels {
    @Param({"16", "256", "4096", "65536"})
    private int size;
    private double[][] d;
    private float[] x;
    private float[] y;
    private int side;

    @Setup
    public void setUp() {
        Random random = new Random(1);
        d = new double[7][];
        for (int i = 0; i < d.length; i++) {
            d[i] = random.doubles(size, 1, 2).toArray();
        }
        x = new float[size];
        y = new float[size];
        side = (int) Math.sqrt(size);
    }

    @Benchmark
    public void saxpy() {
        Saxpy.saxpy(1.5f, x, y);
    }

    @Benchmark
    public void blackScholes() {
        BlackScholes.price(d[0], d[1], d[2], 0.02, 0.3, d[3], d[4]);
    }

    @Benchmark
    public float[] matMul() {
        return MatMulFlat.multiply(x, y, side);
    }

    @Benchmark
    public void nBody() {
        int n = Math.min(size, 4096);
        if (n == size) {
            NBody.step(0, d[0], d[1], d[2], d[3], d[4], d[5], d[6]);
        }
    }

    public static void main(String[] args) throws RunnerException {
        for (boolean agent : new boolean[] {false, true}) {
            System.out.println(agent ? "== under the agent, policy=always" : "== plain Java");
            new Runner(CallOverhead.options(Kernels.class, agent ? "-javaagent:" + Fork.agentJar()
                    + "=policy=always,report=off,include=dev.jacobi.demo.kernels.*" : "-Dplain=true")).run();
        }
    }
}
