// Great-circle distances from one place to many.
package dev.jacobi.demo.kernels;

/** Distances on the globe, in kilometres, by the haversine formula. */
public final class Haversine {
    private Haversine() {
    }

    public static double[] distances(double latitude, double longitude, double[] latitudes, double[] longitudes) {
        double[] km = new double[latitudes.length];
        double cosHere = Math.cos(Math.toRadians(latitude));
        for (int i = 0; i < km.length; i++) {
            double sinLat = Math.sin(Math.toRadians(latitudes[i] - latitude) / 2);
            double sinLon = Math.sin(Math.toRadians(longitudes[i] - longitude) / 2);
            double h = sinLat * sinLat + sinLon * sinLon * cosHere * Math.cos(Math.toRadians(latitudes[i]));
            km[i] = 2 * 6371.0088 * Math.asin(Math.min(1.0, Math.sqrt(h)));
        }
        return km;
    }
}
