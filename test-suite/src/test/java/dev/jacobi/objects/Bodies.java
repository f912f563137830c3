// Methods with arrays of records of their own. Run with and without the agent.
package dev.jacobi.objects;

import java.util.Random;
import java.util.function.Supplier;

/** Prints a line per call: its result or the exception. */
public final class Bodies {
    private Bodies() {
    }

    record Vec(double x, double y, double z) {
        Vec plus(Vec o, double f) {
            return new Vec(x + f * o.x, y + f * o.y, z + f * o.z);
        }

        Vec minus(Vec o) {
            return new Vec(x - o.x, y - o.y, z - o.z);
        }

        double square() {
            return x * x + y * y + z * z;
        }
    }

    record Body(Vec at, Vec speed, double mass) {
        Body moved(double dt) {
            return new Body(at.plus(speed, dt), speed, mass);
        }
    }

    record Item(int key, byte tag, boolean heavy) {
        Item {
            if (key == -99) {
                throw new IllegalArgumentException("no such key");
            }
        }
    }

    static double energy(double[] x, int steps) {
        int n = x.length / 3;
        Body[] b = new Body[n];
        for (int i = 0; i < n; i++) {
            b[i] = new Body(new Vec(x[3 * i], x[3 * i + 1], x[3 * i + 2]), new Vec(0, 0, 0), 1 + i % 3);
        }
        for (int s = 0; s < steps; s++) {
            for (int i = 0; i < n; i++) {
                Vec v = b[i].speed();
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        Vec d = b[j].at().minus(b[i].at());
                        double q = d.square() + 0.01;
                        v = v.plus(d, 0.001 * b[j].mass() / (q * Math.sqrt(q)));
                    }
                }
                b[i] = new Body(b[i].at(), v, b[i].mass());
            }
            for (int i = 0; i < n; i++) {
                b[i] = b[i].moved(0.001);
            }
        }
        double e = 0;
        for (Body p : b) {
            e += p.mass() * p.speed().square() / 2;
        }
        return e;
    }

    static int heaviest(int[] keys) {
        Item[] items = new Item[keys.length];
        for (int i = 0; i < keys.length; i++) {
            items[i] = new Item(keys[i], (byte) (keys[i] * 7), keys[i] > 50);
        }
        Item best = items[0];
        for (Item t : items) {
            if (t.heavy() && t.key() > best.key()) {
                best = t;
            }
        }
        return best.key() * 1000 + best.tag();
    }

    static int sparse(int[] keys, int at) {
        Item[] items = new Item[16];
        for (int k : keys) {
            items[k & 15] = new Item(k, (byte) k, false);
        }
        return items[at].key();
    }

    static boolean sameElement(int n) {
        Item[] items = new Item[2];
        items[0] = new Item(n, (byte) 1, true);
        items[1] = items[0];
        return items[0] == items[1];
    }

    static Item[] leaves(int n) {
        Item[] items = new Item[n];
        for (int i = 0; i < n; i++) {
            items[i] = new Item(i, (byte) i, false);
        }
        return items;
    }

    static double walk(long seed, int n) {
        Random r = new Random(seed);
        Vec at = new Vec(0, 0, 0);
        for (int i = 0; i < n; i++) {
            at = at.plus(new Vec(r.nextGaussian(), r.nextDouble() - 0.5, r.nextInt(7) - 3), r.nextBoolean() ? 1 : 0.5);
        }
        return at.square();
    }

    private static void show(String name, Supplier<Object> call) {
        String out;
        try {
            out = String.valueOf(call.get());
        } catch (RuntimeException e) {
            out = e.toString();
        }
        System.out.println(name + ": " + out);
    }

    public static void main(String[] args) {
        double[] x = new double[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.abs(i * 7919 % 101) / 10.0;
        }
        int[] keys = {3, 70, 12, 65, 99, -5, 20};
        for (int k = 0; k < 4; k++) {
            int n = k;
            show("energy", () -> energy(x, n));
            show("heaviest", () -> heaviest(keys));
            show("walk", () -> walk(n * 31L - 7, 1000 + n));
            show("sparse", () -> sparse(keys, 3 + n));
            show("sameElement", () -> sameElement(n));
            show("leaves", () -> leaves(n).length);
            keys[6 - n] = 90 + n;
        }
        show("energy of none", () -> energy(new double[2], 3));
        show("heaviest of none", () -> heaviest(new int[0]));
        keys[2] = -99;
        show("not made", () -> heaviest(keys));
        show("null", () -> heaviest(null));
        show("beyond", () -> sparse(keys, 16));
    }
}
