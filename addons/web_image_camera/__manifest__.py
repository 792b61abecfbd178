{
    'name': "Pictures from the Web Camera",
    'summary': "A picture field that takes a photo with the camera of the computer or phone",
    'version': '19.0.1.0.0',
    'category': 'Hidden',
    'author': "crm_accounting team",
    'license': 'LGPL-3',
    'depends': ['web'],
    'assets': {
        'web.assets_backend': ['web_image_camera/static/src/**/*'],
        'web.assets_unit_tests': ['web_image_camera/static/tests/unit/**/*'],
    },
}
