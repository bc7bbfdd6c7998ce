plugins {
    java
    id("com.harborline.api-contracts")
}

openapi {
    producer {
        javaspring("observability:metrics-api:1.0.4")
    }
}
