// The list of libraries.
package dev.jacobi.foreign;

import dev.jacobi.foreign.drivers.BoofCv;
import dev.jacobi.foreign.drivers.BouncyCastle;
import dev.jacobi.foreign.drivers.CommonsMath;
import dev.jacobi.foreign.drivers.Concentus;
import dev.jacobi.foreign.drivers.Ejml;
import dev.jacobi.foreign.drivers.FastUtil;
import dev.jacobi.foreign.drivers.ImageJ;
import dev.jacobi.foreign.drivers.JTransforms;
import dev.jacobi.foreign.drivers.Jblas;
import dev.jacobi.foreign.drivers.Jcodec;
import dev.jacobi.foreign.drivers.JhLabs;
import dev.jacobi.foreign.drivers.Lucene;
import dev.jacobi.foreign.drivers.Netlib;
import dev.jacobi.foreign.drivers.Roaring;
import dev.jacobi.foreign.drivers.Smile;
import dev.jacobi.foreign.drivers.Zxing;
import java.util.List;

/** One driver per library, in the order of the table. */
public final class Drivers {
    private Drivers() {
    }

    public static List<Driver> all() {
        return List.of(new JTransforms(), new Ejml(), new CommonsMath(), new Lucene(), new Smile(), new Roaring(), new Zxing(), new BoofCv(),
                new FastUtil(), new Jblas(), new BouncyCastle(), new Netlib(), new JhLabs(), new ImageJ(), new Concentus(), new Jcodec());
    }

    public static Driver named(String name) {
        return all().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException("There is no driver " + name));
    }
}
