plugins {
    java
    id("com.harborline.api-contracts")
}

openapi {
    consumer {
        java("runtime-platform:config-api:1.6.0")
    }
}

asyncapi {
    consumer {
        java("runtime-platform:job-events:1.2.0")
    }
}
